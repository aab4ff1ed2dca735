import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first, so that no worker is left alone with one at the end. */
const ORDER = ['/e2e/proof/', '/e2e/', '/integration/', '/unit/'];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = ORDER.findIndex((folder) => moduleId.includes(folder));
  return found < 0 ? ORDER.length : found;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more workers than cores only make the emulator and the app wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    globalSetup: 'tests/global-setup.ts',
    projects: [
      {
        extends: true,
        // Pure functions: files may share what they import.
        test: { name: 'unit', include: ['tests/{unit,architecture}/**/*.test.ts'], isolate: false },
      },
      { extends: true, test: { name: 'whole', include: ['tests/{integration,e2e}/**/*.test.ts'] } },
    ],
  },
});
