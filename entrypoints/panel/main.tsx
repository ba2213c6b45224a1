document.querySelector('#app')!.textContent = 'panel';
