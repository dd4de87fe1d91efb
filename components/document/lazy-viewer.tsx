'use client'
// The viewer, loaded in the browser only: pdf.js needs a canvas and a worker, and weighs too much for pages that show no document.

import dynamic from 'next/dynamic'
import { PageSkeleton } from './page-skeleton'

export const LazyViewer = dynamic(() => import('./viewer').then((module) => module.Viewer), { ssr: false, loading: () => <PageSkeleton /> })
