// SPDX-License-Identifier: Apache-2.0
// Light, dark, or what the system says.

const THEMES = ["system", "light", "dark"];
const STORED = "dragoman.theme";

/** Has a button go through the themes, beginning with the one of the last visit. */
export function wireTheme(button) {
  let theme = THEMES.includes(stored()) ? stored() : "system";
  const show = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem(STORED, theme);
    } catch {
      // Where nothing may be stored the theme lasts as long as the page.
    }
    show();
  });
  show();
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
