// Before the first paint, so that a light theme never flashes dark. A file of its own: the page allows no inline script.
try {
  if (localStorage.getItem('theme') === 'light') document.documentElement.dataset.theme = 'light';
} catch {
  // Storage may be forbidden: the dark theme stays.
}
