ALTER TYPE "VerificationStatus" ADD VALUE 'referred' BEFORE 'passed';
