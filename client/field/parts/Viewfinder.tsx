import { useEffect, useRef, useState } from 'react';

const wish: MediaStreamConstraints = {
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1440 } },
  audio: false,
};

/** The camera with a faint picture of before laid over it, so that after is taken from the same angle. */
export function Viewfinder({
  ghost,
  onShoot,
  onSystemCamera,
  onClose,
}: {
  ghost: string;
  onShoot: (video: HTMLVideoElement) => Promise<void>;
  onSystemCamera: () => void;
  onClose: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'ready' | 'failed' | 'busy'>('starting');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const begin = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia(wish);
      if (gone || !video.current) return stream.getTracks().forEach((track) => track.stop());
      video.current.srcObject = stream;
      await video.current.play();
      setState('ready');
    };
    begin().catch(() => !gone && setState('failed'));
    return () => {
      gone = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  const shoot = (): void => {
    if (!video.current) return;
    setState('busy');
    void onShoot(video.current).finally(onClose);
  };
  return (
    <div className="finder" role="dialog" aria-modal="true" aria-label="拍处置后照片">
      <div className="finder-view">
        <video ref={video} playsInline muted />
        {state !== 'failed' && <img src={ghost} alt="" className="finder-ghost" />}
        {state === 'failed' && <p>手机没有允许本页使用相机，请改用系统相机拍摄。</p>}
      </div>
      <p className="finder-hint">{state === 'failed' ? ' ' : '淡影是处置前的画面，对准同一角度'}</p>
      <div className="finder-buttons">
        <button type="button" onClick={onClose}>
          返回
        </button>
        <button
          type="button"
          className="finder-shoot"
          aria-label="拍照"
          disabled={state !== 'ready'}
          onClick={shoot}
        />
        <button type="button" onClick={onSystemCamera}>
          系统相机
        </button>
      </div>
    </div>
  );
}
