// Names and versions of the models, as findings carry them: apart from the code that runs them, which only the worker loads.

export const TEXT_MODEL = 'tesseract-pol/5'

export const READER_MODEL = 'ocr-b-mlp-560-128-37/2'

export const LANDMARK_MODEL = 'blazeface+facemesh/human-3.3.6'

export const EMBEDDING_MODEL = 'dlib-face-recognition-resnet-v1/face-api-1.7.15'
