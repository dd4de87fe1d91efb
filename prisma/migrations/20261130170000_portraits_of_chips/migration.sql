-- CreateEnum
CREATE TYPE "DocumentPictureOf" AS ENUM ('front', 'back', 'chip', 'selfie');

-- AlterTable
ALTER TABLE "DocumentPicture" ALTER COLUMN "side" TYPE "DocumentPictureOf" USING "side"::text::"DocumentPictureOf";
