const paths = {
  back: 'M15 4 7 12l8 8',
  camera: 'M4 8h4l1.6-2.6h4.8L16 8h4v11H4Zm8 2.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8Z',
  tasks: 'M5 4h14v16H5Zm4 5h6M9 13h6',
  add: 'M12 5v14M5 12h14',
  inbox: 'M4 5h16v14H4Zm0 9h5l1.5 2.5h3L15 14h5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c1-4.5 4-6 7.5-6s6.5 1.5 7.5 6',
  talk: 'M4 5h16v11h-9l-5 4v-4H4Z',
} as const;

/** Line drawings of 24 units in the colour of the text. */
export function Icon({ name, size = 24 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className="icon">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
    </svg>
  );
}

/** The arrow of 导航, filled. */
export function NavigateIcon({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className="icon">
      <path d="M12 2 21 22l-9-5-9 5Z" fill="currentColor" />
    </svg>
  );
}
