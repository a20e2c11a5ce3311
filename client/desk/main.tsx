import { mountPage } from '../shared/AppRoot.tsx';
import { SignedIn } from '../shared/session.tsx';
import { Desk } from './Desk.tsx';
import './desk.css';
import './standing.css';

mountPage(<SignedIn page="/desk">{(session) => <Desk session={session} />}</SignedIn>);
