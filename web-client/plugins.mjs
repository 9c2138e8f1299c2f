// What is left out of ODK's forms: maps (our forms ask for no place, and tiles come from elsewhere), and its fonts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const STYLE = /createTextNode\('(.*?)'\)\),document/s;
const FONTS = /@font-face\{.*?\}/gs;
const ENGINE = fileURLToPath(new URL('node_modules/@getodk/web-forms/dist/index.js', import.meta.url));
const STYLE_FILE = fileURLToPath(new URL('src/odk.css', import.meta.url));
const NO_MAP = '\0no-map';

const engine = {
  name: 'odk-web-forms',
  enforce: 'pre',
  resolveId(id) {
    if (id === 'odk.css') return STYLE_FILE;
    return id.includes('/MapBlock-') ? NO_MAP : null;
  },
  load(id) {
    if (id === NO_MAP) return 'export default { render: () => null };';
    if (id !== STYLE_FILE) return null;
    const [, text] = STYLE.exec(readFileSync(ENGINE, 'utf8'));
    return text.replaceAll('\\\\', '\\').replace(FONTS, '');
  },
  transform(code, id) {
    // The first statement puts the style into the page as text; the rest are imports and exports.
    return id === ENGINE ? { code: code.slice(code.indexOf('import {')), map: null } : null;
  },
};

export const plugins = [engine];
