import pg from 'pg';
import { knownMigrations } from '#store/migrate.ts';

const needed = ['postgis', 'pg_trgm', 'btree_gist'] as const;

type Facts = {
  version: number;
  encoding: string;
  missing: string[];
  uncreated: string[];
  superuser: boolean;
  migrated: boolean;
  mayMakeRoles: boolean;
  /** Whether the role that row security binds may be taken on; null while it does not exist. */
  member: boolean | null;
  /** Quoted where it must be. */
  userName: string;
  mayCreate: boolean;
};

const factsSql = `
  select current_setting('server_version_num')::int as version,
         current_setting('server_encoding') as encoding,
         array(select n from unnest($1::text[]) n
                where not exists (select from pg_available_extensions where name = n)) as missing,
         array(select n from unnest($1::text[]) n
                where not exists (select from pg_extension where extname = n)) as uncreated,
         (select rolsuper from pg_roles where rolname = current_user) as superuser,
         to_regclass('public.migration') is not null as migrated,
         (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayMakeRoles",
         (select pg_has_role(oid, 'member') from pg_roles where rolname = 'chengyun_app') as member,
         quote_ident(current_user) as "userName",
         has_schema_privilege('public', 'create') as "mayCreate"`;

function judge(facts: Facts): string | null {
  const { version, encoding, missing, uncreated } = facts;
  if (version < 150_000)
    return `数据库版本过低（${Math.floor(version / 10_000)}），需要 PostgreSQL 15 或更高版本`;
  if (encoding !== 'UTF8') return `数据库编码是 ${encoding}，须为 UTF8：请用 encoding 'UTF8' 重新建库`;
  if (missing.length > 0)
    return `数据库服务器没有安装扩展 ${missing.join('、')}，请先安装 PostGIS 与 contrib 软件包`;
  const makes = uncreated.map((name) => `create extension ${name};`).join(' ');
  if (uncreated.includes('postgis') && !facts.superuser) return `请由数据库管理员在该库中执行：${makes}`;
  if (!facts.migrated && !facts.mayCreate)
    return '数据库用户无权在 public 模式中建表，请将该库的所有者设为此用户';
  return roleTrouble(facts);
}

/** Every session acts as chengyun_app: it must be there and granted, or the user must be able to see to that. */
function roleTrouble({ member, mayMakeRoles, version, migrated, userName }: Facts): string | null {
  // From PostgreSQL 16 on, who may make roles may not therefore hand out those of others.
  const maySeeToIt = !migrated && mayMakeRoles && (member === null || version < 160_000);
  if (member || maySeeToIt) return null;
  const make = member === null ? 'create role chengyun_app nologin; ' : '';
  return `数据库用户无权使用角色 chengyun_app，请由数据库管理员执行：${make}grant chengyun_app to ${userName};`;
}

/** Migrations go forward only: a program that does not know all of them would write what the others do not expect. */
async function newerTrouble(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ names: string[] }>(
    'select coalesce(array_agg(name::text order by name), array[]::text[]) as names from migration where name <> all ($1)',
    [knownMigrations()],
  );
  const names = rows[0]?.names ?? [];
  if (names.length === 0) return null;
  return `该库已由更新版本的城运升级（${names.join('、')}），本程序较旧：请先更新程序，或从升级前的备份恢复`;
}

function connectTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ECONNREFUSED|EHOSTUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code))
    return `连接不上数据库（${code}）`;
  if (code === '28P01' || code === '28000') return '数据库拒绝了用户名或密码';
  if (code === '3D000') return 'DATABASE_URL 指定的数据库不存在';
  return `连接数据库失败：${error instanceof Error ? error.message : String(error)}`;
}

/** Why a database cannot hold the city, as one Chinese sentence for the person who starts it; null when it can. */
export async function databaseTrouble(databaseUrl: string): Promise<string | null> {
  try {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      const { rows } = await client.query<Facts>(factsSql, [needed]);
      if (!rows[0]) return '数据库没有回答检查';
      return judge(rows[0]) ?? (rows[0].migrated ? await newerTrouble(client) : null);
    } finally {
      await client.end();
    }
  } catch (error) {
    return connectTrouble(error);
  }
}
