/** The answer as the system drafted it; a named person signs it below. */
export function DraftAnswer({ draft }: { draft: string | null }) {
  return (
    <p className="draft">
      <span>系统拟稿</span>
      {draft ?? '此类事项没有答复模板，请自行拟写'}
    </p>
  );
}
