/** Says that the page asks again by itself, and stops that: not everybody reads as fast. */
export function Refreshing({ path, isStill }: { path: string; isStill: boolean }) {
  return (
    <p class="small">
      {isStill ? (
        <a href={path}>Look again by itself</a>
      ) : (
        <>
          This page looks again every few seconds. <a href={`${path}?refresh=off`}>Stop that</a>
        </>
      )}
    </p>
  );
}
