document.querySelector('#app')!.textContent = 'popup';
