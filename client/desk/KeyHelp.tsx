import { Modal } from 'antd';
import { Key } from '../shared/marks.tsx';

const keys: readonly (readonly [string, string])[] = [
  ['J / K、↓ / ↑', '下一件、上一件'],
  ['N', '补录来电'],
  ['Enter', '补录时立案；派遣时确认'],
  ['F2', '补录时：一电多事分成几件登记，再按合回一件'],
  ['/', '搜索事件、来件、诉求单、工单、诉求人；↓ 选择，Enter 打开或筛选，清空恢复'],
  ['Ctrl Enter', '主要操作（右下角）'],
  ['Esc', '返回、收起、取消勾选'],
  ['D', '派遣'],
  ['A', '受理'],
  ['V', '审核通过'],
  ['I', '核查通过'],
  ['C', '结案'],
  ['X', '不予受理（受理、派遣前）；返工（审核、核查时）'],
  ['Z', '撤回派遣（签收前）'],
  ['R', '答复'],
  ['F', '回访下一位'],
  ['U', '催办'],
  ['7', '叫应；登记时 1 已叫应，2 未接'],
  ['8', '信息报送：首报、续报、终报'],
  ['T', '交接班'],
  ['=', '上墙：选中的事件到大屏中央'],
  ['Shift W', '大屏：专题、视野、轮播、通知；1–9 选屏，A 全选'],
  ['Q', '确认险情'],
  ['E', '更正类别、等级、位置'],
  ['S', '拆出来件'],
  ['M', '并案'],
  ['6', '挂子案、脱离母案'],
  ['Y', '归案建议：看下一条；X 不归并'],
  ['H', '请协办、通知、移交 110 119 120'],
  ['3', '标误报：同一设备同类告警 24 小时只计数'],
  ['4 / 5 / 9', '裁定、改派、特殊结案'],
  ['L', '记移交对方的接收和反馈'],
  ['O', '重开'],
  ['W', '诉求、来件切换'],
  ['P', '审批延期、挂账、申诉'],
  ['G', '派人核实、核查'],
  ['G / P / T / Y / L', '承办单位签收、反馈、退单、申请延期、转派'],
  ['空格 / B', '勾选本件，再按取消'],
  ['Shift ↓ / ↑', '连续勾选，往回即取消；也可 Shift J / K，或按住 Shift 点击末一件'],
  ['A / D', '有勾选时批量受理、派遣'],
  ['1–9 A–H 0', '待人判断时选定'],
  ['Ctrl Z', '撤销刚才一步（15 秒内）'],
  ['?', '本表'],
];

/** Every key of the desk; none of them reaches the matter behind while one reads. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal open onCancel={onClose} footer={null} title="按键" width={760}>
      <dl className="key-help" data-keys-off>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="panel-hint">正在输入文字时，单个按键只作文字。</p>
    </Modal>
  );
}
