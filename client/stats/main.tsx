import { mountPage } from '../shared/AppRoot.tsx';
import { SignedIn } from '../shared/session.tsx';
import { DayBriefPage } from './brief/DayBriefPage.tsx';
import { Stats } from './Stats.tsx';
import './brief/brief.css';
import './stats.css';
import './print.css';

const Page = location.pathname.startsWith('/stats/brief') ? DayBriefPage : Stats;
mountPage(<SignedIn page="/stats">{(session) => <Page session={session} />}</SignedIn>);
