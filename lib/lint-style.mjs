// Two rules that ESLint has and oxlint has not, brought into oxlint: where a statement ends and how text is quoted.
import { builtinRules } from 'eslint/use-at-your-own-risk'

const style = { meta: { name: 'style' }, rules: { quotes: builtinRules.get('quotes'), semi: builtinRules.get('semi') } }

export default style
