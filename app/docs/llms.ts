// The documentation for programs that read it as text (llmstxt.org): an index, and all guides in one piece.

import { ENDPOINTS } from '@/lib/http/endpoints/catalogue'
import { introduction } from '@/lib/http/openapi/introduction'
import { GUIDES, guideText } from './guides/guides'

export function index(site: string): string {
  return [
    '# QSignHub API',
    '> Qualified electronic signatures (eIDAS QES) as a service: upload a document, name who signs, download it signed.',
    introduction(site),
    `## Description\n\n- [openapi.json](${site}/v1/openapi.json): OpenAPI 3.1, every field, answer and refusal\n- [All guides in one text](${site}/llms-full.txt)`,
    `## Guides\n\n${GUIDES.map(({ slug, title, summary }) => `- [${title}](${site}/docs/guides/${slug}): ${summary}`).join('\n')}`,
    `## Operations\n\nBelow ${site}/v1\n\n${ENDPOINTS.map(({ method, path, summary }) => `- \`${method} ${path}\`: ${summary}`).join('\n')}`,
    `## Errors\n\n- [Error codes](${site}/docs/errors): what each means and what to do`,
  ]
    .join('\n\n')
    .concat('\n')
}

export async function everything(site: string): Promise<string> {
  const guides = await Promise.all(GUIDES.map(async ({ slug, title }) => `# ${title}\n\n${await guideText(slug, site)}`))
  return [index(site), ...guides].join('\n\n')
}
