// Builds the pages of the interview, and writes down from what: `node build.mjs`.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { plugins } from './plugins.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, '../src/tramite/web/static/tramite/interview');
const ENTRIES = ['interview', 'talks', 'site', 'worker'];
const SOURCES = ['build.mjs', 'plugins.mjs', 'package.json', 'package-lock.json', 'licences.txt'];

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const entry of ENTRIES) {
  await build({
    root: HERE,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
    build: {
      outDir: OUT,
      emptyOutDir: false,
      target: 'esnext',
      rolldownOptions: { output: { codeSplitting: false }, onwarn() {} },
      assetsInlineLimit: 1 << 24,
      chunkSizeWarningLimit: 4096,
      lib: { entry: join(HERE, `src/${entry}.js`), formats: ['es'], fileName: () => `${entry}.js`, cssFileName: entry },
    },
  });
}
writeFileSync(join(OUT, 'licences.txt'), readFileSync(join(HERE, 'licences.txt')));

const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const digests = (folder, names) => Object.fromEntries(names.sort().map((name) => [name, digest(join(folder, name))]));
const sources = [...SOURCES, ...readdirSync(join(HERE, 'src')).map((name) => `src/${name}`)];
const made = { sources: digests(HERE, sources), built: digests(OUT, readdirSync(OUT)) };
writeFileSync(join(OUT, 'made.json'), JSON.stringify(made, null, 1) + '\n');
