import { Modal, Typography } from 'antd';

export type FreshPassword = { username: string; name: string; password: string };

/** A password that was just given. It leaves the page with this window: nobody can look it up afterwards. */
export function PasswordOnce({ fresh, onClose }: { fresh: FreshPassword; onClose: () => void }) {
  return (
    <Modal
      open
      title="口令只显示这一次"
      okText="已交给本人"
      onOk={onClose}
      onCancel={onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
      mask={{ closable: false }}
      closable={false}
      keyboard={false}
    >
      <p>
        账号 <b>{fresh.username}</b>（{fresh.name}）的新口令：
      </p>
      <Typography.Paragraph copyable={{ text: fresh.password }} className="password-once">
        {fresh.password}
      </Typography.Paragraph>
      <p>请当面或电话告知本人，并提醒登录后自行修改。关闭后无法再查看，遗忘只能重置。</p>
    </Modal>
  );
}
