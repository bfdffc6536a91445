import { start, open, write, idle, seek, press } from './tests/helpers.js';
const site = await start();
const PROGRAM = `def classify(items, limit=3):
    total = 0
    for item in items:
        try:
            if item < 0:
                continue
            total += item * 2 + 1
        except TypeError as error:
            print("skip", error)
        finally:
            limit -= 1
    return [x for x in range(total) if x % 2]

class Point:
    def __init__(self, x):
        self.x = x

    def double(self):
        return (lambda v: v + v)(self.x)

print(classify([1, -2, "a", 4]), Point(3).double())
`;
const what = process.argv[2] ?? 'all';
const only = async (page, name) => { await page.getByRole('button', { name: `Only ${name}` }).click(); await idle(page); };
for (const [width, height, scheme] of [[1440, 900, 'light'], [1440, 900, 'dark'], [390, 844, 'light'], [390, 844, 'dark']]) {
  if (what !== 'all' && !`${width}${scheme}`.includes(what)) continue;
  const { page, errors } = await open(site, { width, height, scheme });

  await write(page, PROGRAM);
  const shot = (name) => page.screenshot({ path: `/tmp/shots/${name}-${width}-${scheme}.png` });
  await press(page, "Run"); await seek(page, 95);
  await idle(page);
  if (width > 800) await only(page, 'Bytecode');
  else await page.locator('#Bytecode').scrollIntoViewIfNeeded();
  await page.locator('.code-tree [data-code="1"]').first().click(); await idle(page);
  await shot('bytecode');
  await page.getByRole('button', { name: 'Bytes' }).click(); await idle(page);
  await page.getByText('Fields of the code object').click(); await idle(page);
  await page.waitForTimeout(400); await idle(page);
  await shot('bytecode-bytes');
  await page.getByText('Fields of the code object').click();
  await page.getByRole('button', { name: 'Bytes' }).click(); await idle(page);
  const row = page.locator('#Bytecode .instruction').nth(6);
  await row.scrollIntoViewIfNeeded();
  await row.click(); await idle(page); await page.locator("#Bytecode .instruction").nth(4).hover(); await page.waitForTimeout(900);
  await shot('help');
  if (width > 800) await only(page, 'CFG');
  else { await page.locator('#CFG .fold').click(); await idle(page); await page.locator('#CFG').scrollIntoViewIfNeeded(); }
  await page.waitForTimeout(500); await idle(page);
  await shot('cfg');
  const slider = page.getByRole('slider', { name: 'Pass' });
  for (const at of [8, 15, 18]) { await slider.fill(String(at)); await idle(page); await shot(`cfg${at}`); }
  if (errors?.length) console.log(errors); await page.close();
}
await site.close();
