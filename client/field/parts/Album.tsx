import type { Shot, Step } from '../work/box.ts';
import { giveUp } from '../work/field.ts';
import { useBlobUrl } from '../work/hooks.ts';
import type { Picture } from '../work/pictures.ts';

/** All photos of a stage; what has not been sent can still be removed. */
export function Album({
  pictures,
  steps,
  onDrop,
}: {
  pictures: readonly Picture[];
  steps: readonly Step[];
  onDrop?: (shot: Shot) => void;
}) {
  return (
    <ul className="album">
      {pictures.map((picture) => {
        const upload = steps.find(({ id }) => id === picture.id);
        const { shot } = picture;
        const drop = upload ? () => void giveUp(upload) : shot && onDrop ? () => onDrop(shot) : null;
        return (
          <li key={picture.id}>
            <PictureView picture={picture} />
            <p>
              <span>{upload ? (upload.message ?? '待上传') : onDrop ? '未提交' : '已上传'}</span>
              {drop && (
                <button type="button" className="quiet" onClick={drop}>
                  删除
                </button>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

export function PictureView({ picture }: { picture: Picture }) {
  const url = usePictureUrl(picture);
  if (url) return <img src={url} alt="现场照片" />;
  return (
    <span className="photo-words">{picture.state === 'bad' ? '照片未通过检查，请重拍' : '照片处理中'}</span>
  );
}

/** The phone's own picture first: it is there off line, and before the server has cleaned its copy. */
export function usePictureUrl(picture: Picture | null): string | null {
  const own = useBlobUrl(picture?.shot?.blob ?? null);
  if (!picture || picture.state === 'bad') return null;
  return own ?? (picture.state === 'clean' ? `/api/photos/${picture.id}` : null);
}
