// The endpoints of webhooks: where events are sent, the log of what was sent, and the events themselves.

import { createWebhookEndpoint } from '../../operations/webhooks/endpoint/create-webhook-endpoint'
import { deleteWebhookEndpoint } from '../../operations/webhooks/endpoint/delete-webhook-endpoint'
import { getWebhookEndpoint } from '../../operations/webhooks/endpoint/get-webhook-endpoint'
import { listWebhookEndpoints } from '../../operations/webhooks/endpoint/list-webhook-endpoints'
import { rotateWebhookSecret } from '../../operations/webhooks/endpoint/rotate-webhook-secret'
import { updateWebhookEndpoint } from '../../operations/webhooks/endpoint/update-webhook-endpoint'
import { getEvent as readEvent } from '../../operations/webhooks/event/get-event'
import { listEvents as readEvents } from '../../operations/webhooks/event/list-events'
import { listWebhookDeliveries } from '../../operations/webhooks/log/list-webhook-deliveries'
import { pingWebhookEndpoint } from '../../operations/webhooks/log/ping-webhook-endpoint'
import { replayWebhookEvents } from '../../operations/webhooks/log/replay-webhook-events'
import { endpoint } from '../api/endpoint'
import { presentItems } from '../schemas/page'
import { DeliveriesQuery, presentDelivery, Replayed, ReplayInput, WebhookDelivery, WebhookDeliveryPage } from '../schemas/webhook-delivery'
import {
  CreateEndpointInput,
  DeletedEndpoint,
  EndpointParams,
  EndpointsQuery,
  presentEndpoint,
  presentEndpointWithSecret,
  RotateSecretInput,
  UpdateEndpointInput,
  WebhookEndpoint,
  WebhookEndpointPage,
  WebhookEndpointWithSecret,
} from '../schemas/webhook-endpoint'
import { EventPage, EventParams, EventsQuery, presentEvent, WebhookEvent } from '../schemas/webhook-event'

const PATH = '/webhook-endpoints/{endpoint_id}'

export const create = endpoint(createWebhookEndpoint, {
  operationId: 'createWebhookEndpoint',
  method: 'POST',
  path: '/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'Create a webhook endpoint',
  description: [
    'Events of the mode of your key are sent to `url` from now on, each as a signed POST. The `secret` is in this answer and in no other.',
    'Private, local and reserved networks are refused, here and again at each delivery, and redirects are not followed.',
  ].join(' '),
  problems: ['WEBHOOK_ADDRESS_REFUSED', 'WEBHOOK_LIMIT'],
  scope: 'webhooks:write',
  body: CreateEndpointInput,
  status: 201,
  view: WebhookEndpointWithSecret,
  present: presentEndpointWithSecret,
  location: ({ id }) => `/v1/webhook-endpoints/${id}`,
})

export const list = endpoint(listWebhookEndpoints, {
  operationId: 'listWebhookEndpoints',
  method: 'GET',
  path: '/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'List webhook endpoints',
  problems: ['INVALID_CURSOR'],
  scope: 'webhooks:read',
  query: EndpointsQuery,
  view: WebhookEndpointPage,
  present: (page) => presentItems(page, presentEndpoint),
})

export const get = endpoint(getWebhookEndpoint, {
  operationId: 'getWebhookEndpoint',
  method: 'GET',
  path: PATH,
  tag: 'Webhooks',
  summary: 'Get a webhook endpoint',
  problems: ['NOT_FOUND'],
  scope: 'webhooks:read',
  params: EndpointParams,
  view: WebhookEndpoint,
  present: presentEndpoint,
})

export const update = endpoint(updateWebhookEndpoint, {
  operationId: 'updateWebhookEndpoint',
  method: 'PATCH',
  path: PATH,
  tag: 'Webhooks',
  summary: 'Change a webhook endpoint',
  description:
    'What is left out stays. An endpoint that was switched off goes on with `enabled: true`; send again what it has missed by a replay.',
  problems: ['NOT_FOUND', 'WEBHOOK_ADDRESS_REFUSED'],
  scope: 'webhooks:write',
  params: EndpointParams,
  body: UpdateEndpointInput,
  view: WebhookEndpoint,
  present: presentEndpoint,
})

export const remove = endpoint(deleteWebhookEndpoint, {
  operationId: 'deleteWebhookEndpoint',
  method: 'DELETE',
  path: PATH,
  tag: 'Webhooks',
  summary: 'Delete a webhook endpoint',
  description: 'With its secret and the log of its deliveries. The events stay.',
  problems: ['NOT_FOUND'],
  scope: 'webhooks:write',
  params: EndpointParams,
  view: DeletedEndpoint,
  present: ({ id }) => ({ id, deleted: true }),
})

export const rotateSecret = endpoint(rotateWebhookSecret, {
  operationId: 'rotateWebhookSecret',
  method: 'POST',
  path: `${PATH}/rotate-secret`,
  tag: 'Webhooks',
  summary: 'Give a webhook endpoint a new secret',
  description: [
    'The new `secret` is in this answer and in no other. For some hours `webhook-signature` carries a signature by each of both secrets;',
    '`X-QSignHub-Signature`, which has room for one, is made with the new secret at once.',
  ].join(' '),
  problems: ['NOT_FOUND'],
  scope: 'webhooks:write',
  params: EndpointParams,
  body: RotateSecretInput,
  view: WebhookEndpointWithSecret,
  present: presentEndpointWithSecret,
})

export const ping = endpoint(pingWebhookEndpoint, {
  operationId: 'pingWebhookEndpoint',
  method: 'POST',
  path: `${PATH}/ping`,
  tag: 'Webhooks',
  summary: 'Try a webhook endpoint',
  description: 'Sends a `ping` event at once, one time, and answers how that went. At most 30 times in ten minutes.',
  problems: ['NOT_FOUND', 'RATE_LIMITED'],
  scope: 'webhooks:write',
  params: EndpointParams,
  view: WebhookDelivery,
  present: presentDelivery,
})

export const deliveries = endpoint(listWebhookDeliveries, {
  operationId: 'listWebhookDeliveries',
  method: 'GET',
  path: `${PATH}/deliveries`,
  tag: 'Webhooks',
  summary: 'Read the delivery log',
  description: 'Newest first, for 30 days: each delivery with its attempts, what the receiver answered and how long that took.',
  problems: ['NOT_FOUND', 'INVALID_CURSOR'],
  scope: 'webhooks:read',
  params: EndpointParams,
  query: DeliveriesQuery,
  view: WebhookDeliveryPage,
  present: (page) => presentItems(page, presentDelivery),
})

export const replay = endpoint(replayWebhookEvents, {
  operationId: 'replayWebhookEvents',
  method: 'POST',
  path: `${PATH}/replay`,
  tag: 'Webhooks',
  summary: 'Send past events again',
  description: [
    'One event, or all of a time range, at most 10,000. They come with the ids they had, so that a receiver recognises what it knows already.',
    'What is still on its way is not doubled; its next attempt comes at once.',
  ].join(' '),
  problems: ['NOT_FOUND', 'STATE_CONFLICT'],
  scope: 'webhooks:write',
  params: EndpointParams,
  body: ReplayInput,
  status: 202,
  view: Replayed,
  present: (replayed) => replayed,
})

export const listEvents = endpoint(readEvents, {
  operationId: 'listEvents',
  method: 'GET',
  path: '/events',
  tag: 'Webhooks',
  summary: 'List events',
  description: [
    'What has happened, newest first, in the form in which webhooks tell it. Events are kept for 30 days, whether there are endpoints or not;',
    'steps of the journey only while an endpoint is subscribed to them.',
  ].join(' '),
  problems: ['INVALID_CURSOR'],
  scope: 'webhooks:read',
  query: EventsQuery,
  view: EventPage,
  present: (page) => presentItems(page, presentEvent),
})

export const getEvent = endpoint(readEvent, {
  operationId: 'getEvent',
  method: 'GET',
  path: '/events/{event_id}',
  tag: 'Webhooks',
  summary: 'Get an event',
  problems: ['NOT_FOUND'],
  scope: 'webhooks:read',
  params: EventParams,
  view: WebhookEvent,
  present: presentEvent,
})
