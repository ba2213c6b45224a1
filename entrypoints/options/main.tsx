document.querySelector('#app')!.textContent = 'options';
