ALTER TYPE "DocumentType" ADD VALUE 'residence_permit';
ALTER TYPE "DocumentType" ADD VALUE 'drivers_license';
