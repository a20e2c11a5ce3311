/** The legend's sign of 摄像视域: a sector as the map draws them. */
export function SightSign() {
  return (
    <svg className="sign-sight" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 12 L20 4.5 A 17.7 17.7 0 0 1 20 19.5 Z" />
    </svg>
  );
}
