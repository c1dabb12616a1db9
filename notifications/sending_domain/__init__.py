"""What receivers find of the domain that our mail comes from: SPF, DKIM, DMARC, and where bounces go."""
