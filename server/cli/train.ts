import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Category, categoryNameOf } from '#contracts/reference.ts';
import { readConfig } from '#server/config.ts';
import { cityNow, makePool } from '#store/db.ts';
import { keepModel, taughtTexts } from '#store/matter.ts';
import { readReference } from '#store/reference.ts';
import { dangerFile } from '#text/danger/heard.ts';
import { dangerTexts, trainDanger } from '#text/danger/train.ts';
import { maskText } from '#text/mask.ts';
import { bytesOf, unpack } from '#text/matter/model.ts';
import { shippedFile } from '#text/matter/shipped.ts';
import { readTexts } from '#text/matter/texts.ts';
import type { Texts } from '#text/matter/texts.ts';
import { train } from '#text/matter/train.ts';
import type { Trained } from '#text/matter/train.ts';

const share = (part: number): string => `${(part * 100).toFixed(1)} %`;

function report({ bytes, version, judged }: Trained, seconds: number, name: (code: string) => string): void {
  const { temperature, unsure, ...model } = unpack(bytes);
  console.log(`模型 ${version}：${judged.codes} 个小类，${judged.texts} 条成句文本参加五折交叉验证`);
  console.log(
    `  首选正确 ${share(judged.top1)}，前三含正确 ${share(judged.top3)}，宏平均 F1 ${judged.macroF1.toFixed(3)}`,
  );
  console.log(
    `  把握不足 ${share(unsure)} 交人判断：作答 ${share(judged.answered)}，其中正确 ${share(judged.rightOfAnswered)}`,
  );
  console.log(`  把握与实际相差平均 ${share(judged.calibrationError)}（温度 ${temperature}）`);
  const memory = bytesOf({ ...model, temperature, unsure }) / 1e6;
  console.log(
    `  字元组 ${model.grams.size}，文件 ${(bytes.length / 1e6).toFixed(2)} MB，内存 ${memory.toFixed(1)} MB，训练 ${seconds.toFixed(0)} 秒`,
  );
  console.log('  最常混淆：');
  for (const { meant, told, times } of judged.confusions)
    console.log(`    ${times} 次 ${name(meant)} 判成 ${name(told)}`);
}

function trainShippedDanger(around: Texts['around'], isDry: boolean): void {
  const { bytes, version, judged } = trainDanger(dangerTexts(), around);
  const [heard, loud] = [judged.heard / judged.urgent, judged.loud / judged.calm];
  console.log(`险情模型 ${version}：五折交叉验证，文件 ${(bytes.length / 1e6).toFixed(2)} MB`);
  console.log(
    `  危及生命 ${judged.urgent} 条，响铃 ${share(heard)}；其余 ${judged.calm} 条，误响 ${share(loud)}`,
  );
  if (!isDry) writeFileSync(dangerFile, bytes);
}

/**
 * npm run train -- [--shipped] [--danger] [--dry-run]
 * Beside a running city: learns from our own texts and from what its people confirmed and corrected, and keeps the model
 * in its database, where every server and worker takes it up within a second. `--shipped` (or no city): the models that
 * every city begins with, from our own texts alone: what matter, and whether life is at stake. `--danger`: only this one.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { shipped: { type: 'boolean' }, danger: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  });
  const texts = readTexts();
  if (values.shipped || values.danger) trainShippedDanger(texts.around, values['dry-run'] === true);
  if (values.danger) return;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  if (values.shipped) {
    const file = new URL('../store/reference/category.json', import.meta.url);
    const { rows } = z.object({ rows: z.array(Category) }).parse(JSON.parse(readFileSync(file, 'utf8')));
    const trained = train(texts, rows);
    report(trained, seconds(), (code) => rows.find((one) => one.code === code)?.name ?? code);
    if (!values['dry-run']) writeFileSync(shippedFile, trained.bytes);
    return;
  }
  const pool = makePool(readConfig().DATABASE_URL, 1, 'chengyun-train');
  try {
    const { category } = await readReference(pool);
    // A model is carried and backed up: no caller is learnt by heart.
    const taught = (await taughtTexts(pool)).map((one) => ({ ...one, text: maskText(one.text) }));
    console.log(`本市已由人确认或更正的文本 ${taught.length} 条`);
    const trained = train(texts, [...category.values()], taught);
    report(trained, seconds(), (code) => categoryNameOf({ category }, code));
    if (values['dry-run']) return;
    await keepModel(pool, { ...trained, texts: taught.length, now: await cityNow(pool) });
    console.log('已写入本市数据库，各服务一秒内启用');
  } finally {
    await pool.end();
  }
}

await main();
