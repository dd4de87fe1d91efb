// Mends what Swagger UI leaves out for whoever reads with ears or keyboard: names of inputs, order of headings, blocks that scroll.

/** Keeps the reference under `root` corrected while it changes; answers what ends that. */
export function corrected(root: HTMLElement): () => void {
  let due = 0
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(due)
    due = requestAnimationFrame(() => mend(root))
  })
  observer.observe(root, { childList: true, subtree: true })
  return () => {
    cancelAnimationFrame(due)
    observer.disconnect()
  }
}

function mend(root: HTMLElement): void {
  for (const block of root.querySelectorAll<HTMLElement>('pre, .table-container, .markdown table')) {
    if (block.tabIndex < 0 && (block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight)) block.tabIndex = 0
  }
  // A page has one main part, and a button holds no link.
  for (const part of root.querySelectorAll('main')) part.setAttribute('role', 'presentation')
  for (const link of root.querySelectorAll('button a[href]')) link.removeAttribute('href')
  for (const button of root.querySelectorAll('button.close-modal')) button.setAttribute('aria-label', 'Close')
  // Names that are not the words on the button confuse whoever speaks to it.
  for (const button of root.querySelectorAll('.modal-btn[aria-label]')) button.removeAttribute('aria-label')
  for (const field of root.querySelectorAll<HTMLElement>('input, select, textarea')) {
    if (field.getAttribute('aria-label') || (field.id && root.querySelector(`label[for="${CSS.escape(field.id)}"]`))) continue
    field.setAttribute('aria-label', nameFor(field))
  }
}

function nameFor(field: HTMLElement): string {
  const row = field.closest('tr')?.querySelector('.parameter__name')?.firstChild?.textContent
  return row?.trim() ?? field.getAttribute('placeholder') ?? field.closest('label, .content-type-wrapper')?.textContent.trim() ?? 'Value'
}
