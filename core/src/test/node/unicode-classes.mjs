// Writes core/src/main/java/hearth/text/UnicodeClassTable.java: which code points are letters, marks, numbers and white
// space, as the V8 of a Chromium browser knows them. Node's own V8 may be of an older Unicode version, so it is not asked.
//
//   node core/src/test/node/unicode-classes.mjs [command that starts Chromium, default: chromium]
//
// The browser has to be of Unicode 17; a browser of another version is refused, so that a remade table is the same table.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const UNICODE = '17.0.0';
const target = join(dirname(fileURLToPath(import.meta.url)), '../../main/java/hearth/text/UnicodeClassTable.java');

// Runs in the browser. A run is its length in base 36 (left out where it is 1) and the letter of its class.
function classRuns() {
  const classes = [['L', /^\p{L}$/u], ['M', /^\p{M}$/u], ['N', /^\p{N}$/u], ['W', /^\p{White_Space}$/u]];
  const assigned = /^\P{Cn}$/u;
  let runs = '', current = '', length = 0, count = 0;
  const close = () => { if (length > 0) { runs += (length > 1 ? length.toString(36) : '') + current; } };
  for (let c = 0; c < 0x110000; c++) {
    const text = String.fromCodePoint(c);
    const found = classes.find(([, pattern]) => pattern.test(text));
    const name = found ? found[0] : 'X';
    count += assigned.test(text) ? 1 : 0;
    if (name !== current) { close(); current = name; length = 0; }
    length++;
  }
  close();
  return { runs, assigned: count };
}

const folder = mkdtempSync(join(tmpdir(), 'unicode-classes-'));
let answer;
try {
  const page = join(folder, 'page.html');
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><pre id="out"></pre><script>
    document.getElementById('out').textContent = JSON.stringify((${classRuns})());</script>`);
  const dom = execFileSync(process.argv[2] ?? 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
    `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', pathToFileURL(page).href], {
      encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'ignore'] });
  answer = JSON.parse(/<pre id="out">(.*?)<\/pre>/s.exec(dom)[1]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// All code points but the unassigned ones: 159,801 graphic and format characters of Unicode 17, 65 controls,
// 137,468 private-use code points and 2,048 surrogates.
const EXPECTED_ASSIGNED = 159801 + 65 + 137468 + 2048;
if (answer.assigned !== EXPECTED_ASSIGNED) {
  throw new Error(`the browser is not of Unicode ${UNICODE}: it knows ${answer.assigned} code points, not ${EXPECTED_ASSIGNED}`);
}

const LINE = 110;
const lines = [];
for (let at = 0; at < answer.runs.length; at += LINE) {
  lines.push(`"${answer.runs.slice(at, at + LINE)}"`);
}
writeFileSync(target, `package hearth.text;

/**
 * The classes of all code points as runs. Generated: {@code node core/src/test/node/unicode-classes.mjs} remakes this file
 * from a Chromium browser of Unicode {@value #UNICODE_VERSION}.
 */
final class UnicodeClassTable {
    /** The Unicode version that the runs follow. */
    static final String UNICODE_VERSION = "${UNICODE}";

    /**
     * The runs of equal class from U+0000 to U+10FFFF. Each is its length in base 36 with small letters, nothing where the
     * length is 1, and a capital letter: L letter, M mark, N number, W white space, X everything else.
     */
    static final String RUNS = ""
            + ${lines.join('\n            + ')};

    private UnicodeClassTable() {
    }
}
`);
