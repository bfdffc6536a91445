import { html, svg } from 'lit-html';
import { beside, layoutBlocks, LINE } from '../layout/cfg.js';
import { empty } from './panel.js';

/**
 * @typedef {import('../rpc/protocol.js').CodeView} CodeView
 * @typedef {import('../layout/cfg.js').Edge} Edge
 */

const LANE = 12;
const CHAR = 6.6;
const KIND = { fallThrough: 'falls through', jump: 'jumps', exception: 'exception' };

/** @param {readonly CodeView[]} codes */
export function renderCfg(codes) {
  if (codes.every((code) => code.blocks.length === 0)) return empty('No control-flow graph: the compiler was not reached.');
  return html`<p class="legend">Solid: jump · dashed: exception · short arrow: falls through</p>
    ${codes.map((code, index) => (code.blocks.length > 0 ? graph(code, index) : ''))}`;
}

/** @param {CodeView} code @param {number} index */
function graph(code, index) {
  const layout = layoutBlocks(code);
  const left = layout.lanesLeft * LANE + 12;
  const boxWidth = layout.columns * CHAR + 20;
  const width = left + boxWidth + layout.lanesRight * LANE + 12;
  return html`<section class="code-object">
    <h3>${code.qualname}</h3>
    <svg class="cfg" role="img" aria-label=${inWords(code)} width=${width} height=${layout.height} viewBox="0 0 ${width} ${layout.height}">
      ${layout.boxes.map(
        (box) => svg`<g class="block ${box.cold ? 'cold' : ''}">
          <rect x=${left} y=${box.y} width=${boxWidth} height=${box.height} rx="5"></rect>
          <text class="title" x=${left + 8} y=${box.y + 14}>${box.title}${box.cold ? ' (cold)' : ''}</text>
          ${box.lines.map(
            (line, row) => svg`<text data-k="i:${index}:${line.offset}" x=${left + 8} y=${box.y + 31 + row * LINE}>${line.text.slice(0, 44)}</text>`,
          )}
        </g>`,
      )}
      ${layout.edges.map((edge) => arrow(edge, left, boxWidth))}
    </svg>
  </section>`;
}

/** @param {Edge} edge @param {number} left @param {number} boxWidth */
function arrow(edge, left, boxWidth) {
  if (!beside(edge)) {
    const x = left + 24;
    return svg`<g class="edge"><path d="M${x} ${edge.y1 + 6}V${edge.y2 - 12}"></path>${head(x, edge.y2 - 10, 'down')}</g>`;
  }
  const side = edge.back ? left : left + boxWidth;
  const out = edge.back ? left - 8 - edge.lane * LANE : left + boxWidth + 8 + edge.lane * LANE;
  return svg`<g class="edge ${edge.kind}">
    <path d="M${side} ${edge.y1 - 3}H${out}V${edge.y2}H${side}"></path>${head(side, edge.y2, edge.back ? 'right' : 'left')}
  </g>`;
}

/** @param {number} x @param {number} y @param {'left' | 'right' | 'down'} way */
function head(x, y, way) {
  const points = {
    left: `${x},${y} ${x + 6},${y - 3.5} ${x + 6},${y + 3.5}`,
    right: `${x},${y} ${x - 6},${y - 3.5} ${x - 6},${y + 3.5}`,
    down: `${x},${y} ${x - 3.5},${y - 6} ${x + 3.5},${y - 6}`,
  };
  return svg`<polygon points=${points[way]}></polygon>`;
}

/** The graph for those who do not see it. @param {CodeView} code */
function inWords(code) {
  const blocks = code.blocks.map((block, index) => {
    const edges = block.edges.map(({ target, kind }) => `${KIND[kind]} to block ${target}`).join(', ');
    return `block ${index} ${edges || 'leaves'}`;
  });
  return `Control-flow graph of ${code.qualname}: ${blocks.join('; ')}`;
}

