// POST /api/journey/{signer}/handover
import QRCode from 'qrcode'
import { journeyRoute } from '@/lib/http/journey/route'
import { Handover, HandoverInput } from '@/lib/http/schemas/journey'
import { handOver } from '@/lib/operations/access/hand-over'

export const POST = journeyRoute(
  async ({ context, caller, body }) => {
    const link = await handOver(context, caller, { textMessage: body.textMessage === true })
    return { ...link, qrSvg: await QRCode.toString(link.url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) }
  },
  { body: HandoverInput, present: Handover },
)
