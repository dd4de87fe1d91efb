// POST /api/journey/{signer}/handover
import QRCode from 'qrcode'
import { journeyRoute } from '@/lib/http/journey/route'
import { Handover, HandoverInput } from '@/lib/http/schemas/journey'
import { handOver } from '@/lib/operations/access/hand-over'

export const POST = journeyRoute(
  async ({ context, caller, body }) => {
    const { url, expiresAt, textedTo } = await handOver(context, caller, { textMessage: body.text_message === true })
    const qr_svg = await QRCode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    return { url, qr_svg, expires_at: expiresAt.toISOString(), texted_to: textedTo }
  },
  { body: HandoverInput, present: Handover },
)
