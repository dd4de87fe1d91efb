// GET /api/journey/{signer}/portrait
import { fileAnswer, journeyAnswer } from '@/lib/http/journey/route'
import { documentPicture } from '@/lib/operations/steps/extracted-data/document-picture'

export const GET = journeyAnswer(async ({ context, caller }) =>
  fileAnswer({ name: 'document.jpg', mimeType: 'image/jpeg', bytes: await documentPicture(context, caller) }, 'inline'),
)
