import type { Child } from 'hono/jsx';

interface TileFigure {
  what: string;
  /** Rounded: the table beside has the pennies. */
  figure: string;
  detail: string;
}

export function Tiles(props: { label: string; tiles: readonly TileFigure[] }) {
  return (
    <section class="tiles" aria-label={props.label}>
      {props.tiles.map(({ what, figure, detail }) => (
        <Tile what={what} figure={figure}>
          {detail}
        </Tile>
      ))}
    </section>
  );
}

function Tile(props: { what: string; figure: string; children: Child }) {
  return (
    <div class="panel tile">
      <p class="small">{props.what}</p>
      <p class="v">{props.figure}</p>
      <p class="small">{props.children}</p>
    </div>
  );
}
