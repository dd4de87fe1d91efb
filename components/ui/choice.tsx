// Checkboxes and radio buttons as cards: native inputs, the whole card is the target, the state is seen by shape and not colour alone. A
// screen reader says the title as the name, and the text after it as the description.

import { Check } from 'lucide-react'
import { useId, type InputHTMLAttributes, type ReactNode } from 'react'

type Props = { title: ReactNode; text?: ReactNode; after?: ReactNode } & Omit<InputHTMLAttributes<HTMLInputElement>, 'title' | 'type'>

function ChoiceCard({ kind, title, text, after, ...input }: Props & { kind: 'checkbox' | 'radio' }) {
  const id = useId()
  const described = text !== undefined && text !== null
  const shape = kind === 'radio' ? 'rounded-full' : 'rounded-md'
  return (
    <div
      className={
        'rounded-card border border-line bg-paper has-checked:border-accent has-checked:bg-accent-wash ' +
        'has-focus-visible:outline-[2.5px] has-focus-visible:outline-offset-2 has-focus-visible:outline-accent'
      }
    >
      <label className="flex items-start gap-3.5 p-4">
        <span className="relative mt-px grid size-6 shrink-0 place-items-center">
          <input
            {...input}
            type={kind}
            {...(described ? { 'aria-labelledby': id, 'aria-describedby': `${id}-text` } : {})}
            className={`peer size-6 appearance-none border-[1.5px] border-edge bg-paper outline-none checked:border-accent checked:bg-accent ${shape}`}
          />
          {kind === 'checkbox' ? (
            <Check
              className="pointer-events-none absolute size-4 text-accent-ink opacity-0 peer-checked:opacity-100"
              strokeWidth={3}
              aria-hidden
            />
          ) : (
            <span
              className="pointer-events-none absolute size-2.5 rounded-full bg-accent-ink opacity-0 peer-checked:opacity-100"
              aria-hidden
            />
          )}
        </span>
        <span className="min-w-0 flex-1">
          <span id={id} className="block font-medium leading-snug">
            {title}
          </span>
          {described && (
            <span id={`${id}-text`} className="mt-1 block text-body text-soft">
              {text}
            </span>
          )}
        </span>
      </label>
      {after !== undefined && after !== null && <div className="px-4 pb-4 pl-[54px]">{after}</div>}
    </div>
  )
}

export const CheckboxCard = (props: Props) => <ChoiceCard {...props} kind="checkbox" />
export const RadioCard = (props: Props) => <ChoiceCard {...props} kind="radio" />
