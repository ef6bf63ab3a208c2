"""Mail as it really is: MIME, charsets, quoted text, signatures. :func:`.reply.mail_reply` makes an exchange of it."""
