// Runs before the page is drawn, so that it never flashes in the wrong theme.
try {
  const theme = localStorage.getItem("theme");
  if (theme) {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage is closed to this page: the theme follows the system.
}
