import { Component } from 'react';
import type { ReactNode } from 'react';

/**
 * One failing panel never darkens the wall: it says so and tries again. React knows error boundaries only as
 * classes.
 */
export class PanelBoundary extends Component<{ name: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  private timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.timer = setTimeout(() => this.setState({ failed: false }), 10_000);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <p className="panel panel-failed">“{this.props.name}”显示出错，10 秒后重试</p>;
  }
}
