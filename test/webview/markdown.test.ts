// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { parseMarkdown } from '../../src/webview/sidebar/markdown';
import { attacks } from './attacks';

function render(markdown: string): HTMLElement {
  const page = document.createElement('div');
  page.append(...parseMarkdown(markdown).map((block) => block.render()));
  return page;
}

test.each(attacks('https://evil.example', 'alert(1)'))('%s comes to nothing', (attack) => {
  const page = render(attack);
  const elements = [...page.querySelectorAll('*')];
  const allowed =
    /^(?:P|BR|HR|STRONG|EM|DEL|KBD|SUB|SUP|A|CODE|PRE|SPAN|BLOCKQUOTE|[UO]L|LI|H[1-6]|TABLE|THEAD|TBODY|T[RHD])$/;
  expect(elements.map(({ tagName }) => tagName).filter((name) => !allowed.test(name))).toEqual([]);
  for (const { name, value } of elements.flatMap((each) => [...each.attributes])) {
    expect(['href', 'title', 'class', 'start', 'align']).toContain(name);
    if (name === 'href') expect(value).toMatch(/^(?:https?|mailto):/);
    if (name === 'class')
      expect(value).toMatch(/^(?:markup|language-[\w+#.-]*|(?:hljs-[\w-]+|\w+_)(?: \w+_)*)$/);
  }
});

test('markup is shown as it was written', () => {
  expect(render('Use vector<int> and <div class="x"> here.').textContent).toContain(
    'vector<int> and <div class="x"> here.',
  );
  expect(render('<details>\n<summary>More</summary>').textContent).toContain('<summary>More</summary>');
  expect(render('| a |\n|---|\n| one<br>two |').querySelector('td br')).not.toBeNull();
  expect(render('Press <kbd>Esc</kbd>').querySelector('kbd')?.textContent).toBe('Esc');
});

test('a picture becomes a link', () => {
  const link = render('![A cat](https://example.org/cat.png)').querySelector('a');
  expect(link?.getAttribute('href')).toBe('https://example.org/cat.png');
  expect(link?.textContent).toBe('A cat');
});

test('code is coloured by its language, and plain where that is not known', () => {
  const code = render('```ts\nconst a: number = 1; // one\n```').querySelector('pre code');
  expect(code?.textContent).toBe('const a: number = 1; // one');
  expect(code?.querySelector('.hljs-keyword')?.textContent).toBe('const');
  expect(render('```brainfuck\n+<>&\n```').querySelector('pre')?.innerHTML).toBe(
    '<code class="language-brainfuck">+&lt;&gt;&amp;</code>',
  );
});

test('tables, tasks, lists and nested emphasis survive the sanitiser', () => {
  const page = render(
    '- [x] done\n- [ ] **open**\n\n3. three\n\n| a | b |\n|:-:|--|\n| 1 | 2 |\n\n> quoted\n',
  );
  expect(page.querySelector('li')?.textContent).toBe('☑ done');
  expect(page.querySelector('strong')?.textContent).toBe('open');
  expect(page.querySelector('ol')?.getAttribute('start')).toBe('3');
  expect(page.querySelector('td')?.getAttribute('align')).toBe('center');
  expect(page.querySelector('blockquote')?.textContent).toContain('quoted');
});

test('a growing answer changes only its last block, until a definition changes what stands above', () => {
  const answer = '# Title\n\nA [link][1].\n\n```js\nlet a = 1;\n```\n\nThe end.\n';
  for (let length = 1; length < answer.length; length++) {
    const before = parseMarkdown(answer.slice(0, length)).map(({ key }) => key);
    const after = parseMarkdown(answer.slice(0, length + 1)).map(({ key }) => key);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  }
  const keys = (markdown: string) => parseMarkdown(markdown).map(({ key }) => key);
  expect(keys(`${answer}\n[1]: https://example.org\n`)[1]).not.toBe(keys(answer)[1]);
});

test('a fence that is still open is code already', () => {
  expect(render('```python\ndef f():\n    retu').querySelector('pre')?.textContent).toBe(
    'def f():\n    retu',
  );
});
