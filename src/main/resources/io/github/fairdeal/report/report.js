// Sorts, filters and pages the tables whose rows lie beside them as JSON. Only a page of rows is ever in the document, so
// ten thousand rows cost no more than fifty.
'use strict';
for (const section of document.querySelectorAll('[data-table]')) {
  const { kinds, rows, sort, flag } = JSON.parse(section.querySelector('script').textContent);
  const PAGE = 50;
  const PRINTED = 200;
  const body = section.querySelector('tbody');
  const heads = [...section.querySelectorAll('thead th')];
  const search = section.querySelector('input[type=search]');
  const only = section.querySelector('input[type=checkbox]');
  const count = section.querySelector('.count');
  const [first, back, next, last] = section.querySelectorAll('.controls button');
  const searched = kinds.map((kind, column) => (kind === 'text' || kind === 'id') ? column : -1).filter(column => column >= 0);
  const haystacks = rows.map(row => searched.map(column => row[column]).join(' ').toLowerCase());
  let column = sort;
  let descending = false;
  let shown = [];
  let page = 0;

  const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const powerOfTen = exponent => '10⁻' + [...String(-exponent)].map(digit => SUPERSCRIPTS[digit]).join('');
  const fixed = (value, digits) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const FORMATS = {
    text: value => value,
    id: value => String(value),
    count: value => fixed(value, 0),
    number(value) {
      const size = Math.abs(value);
      return size > 0 && size < 5e-5 ? value.toExponential(1)
        : fixed(value, size >= 1000 ? 1 : size >= 0.995 ? 2 : 4);
    },
    z: value => (value < 0 ? '−' : '+') + fixed(Math.abs(value), 2),
    flag: value => value ? 'yes' : '',
    p(value) {
      if (value < 1e-14) {
        return '< ' + powerOfTen(-14);
      }
      if (value >= 0.001) {
        return value.toFixed(3);
      }
      const [digits, exponent] = value.toExponential(1).split('e');
      return digits + ' × ' + powerOfTen(Number(exponent));
    },
  };

  function cell(row, at) {
    const data = document.createElement(at === 0 ? 'th' : 'td');
    if (at === 0) {
      data.scope = 'row';
    }
    if (kinds[at] === 'text') {
      data.className = 'text';
    }
    data.textContent = row[at] === null ? '–' : FORMATS[kinds[at]](row[at]);
    return data;
  }

  function line(row) {
    const tr = document.createElement('tr');
    if (flag >= 0 && row[flag]) {
      tr.className = 'odd';
    }
    tr.append(...kinds.map((kind, at) => cell(row, at)));
    return tr;
  }

  function show(from, to) {
    body.replaceChildren(...shown.slice(from, to).map(at => line(rows[at])));
    count.textContent = shown.length === 0
      ? 'No row matches'
      : `Rows ${fixed(from + 1, 0)}–${fixed(Math.min(to, shown.length), 0)} of ${fixed(shown.length, 0)}`
        + (shown.length < rows.length ? `, filtered from ${fixed(rows.length, 0)}` : '');
  }

  function turn(to) {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.max(0, Math.min(pages - 1, to));
    first.disabled = back.disabled = page === 0;
    next.disabled = last.disabled = page === pages - 1;
    show(page * PAGE, (page + 1) * PAGE);
  }

  // Rows without a value come last, whichever the direction; equal ones keep their order.
  function compare(a, b) {
    const x = rows[a][column];
    const y = rows[b][column];
    if (x === y) {
      return a - b;
    }
    if (x === null || y === null) {
      return x === null ? 1 : -1;
    }
    const less = kinds[column] === 'id' ? BigInt(x) < BigInt(y) : x < y;
    return (less ? -1 : 1) * (descending ? -1 : 1);
  }

  function update() {
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    shown = [];
    for (let at = 0; at < rows.length; at++) {
      if (words.every(word => haystacks[at].includes(word)) && !(only && only.checked && !rows[at][flag])) {
        shown.push(at);
      }
    }
    shown.sort(compare);
    heads.forEach((head, at) => {
      if (at === column) {
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      } else {
        head.removeAttribute('aria-sort');
      }
    });
    turn(0);
  }

  heads.forEach((head, at) => head.querySelector('button').addEventListener('click', () => {
    descending = column === at && !descending;
    column = at;
    update();
  }));
  search.addEventListener('input', update);
  if (only) {
    only.addEventListener('change', update);
  }
  first.addEventListener('click', () => turn(0));
  back.addEventListener('click', () => turn(page - 1));
  next.addEventListener('click', () => turn(page + 1));
  last.addEventListener('click', () => turn(Infinity));
  addEventListener('beforeprint', () => show(0, PRINTED));
  addEventListener('afterprint', () => turn(page));
  update();
}
document.documentElement.dataset.ready = 'yes';
