"""Holds recordings against the theory; `gantheory.audit.report.audit_recording` begins here."""
