/** Lint rules of the browser part. */

import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    'node_modules',
    '.venv',
    'dist',
    'labextension/lib',
    'jupyter_guard',
    'tests'
  ]),
  js.configs.recommended,
  tseslint.configs.recommended,
  // Registered first: the plugin's own list of rules does not do it for all of its parts.
  { plugins: { jupyter } },
  jupyter.configs.recommended,
  {
    files: ['labextension/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      '@typescript-eslint/no-empty-function': 'off',
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'no-console': 'error',
      // All of it is a few dozen KB, and most is needed as soon as a notebook opens.
      'jupyter/prefer-lazy-imports': 'off'
    }
  },
  prettier
);
