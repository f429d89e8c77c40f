"""The leaf parts of messages as Python's email package reads them: [path, [[type, digest of the content], …]] a line."""
import email
import email.policy
import hashlib
import json
import sys


def leaves(message):
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from leaves(part)
    elif message.get_content_maintype() == "message":
        yield [message.get_content_type(), None]
    else:
        content = message.get_payload(decode=True) or b""
        yield [message.get_content_type(), hashlib.sha256(content.replace(b"\r\n", b"\n").rstrip()).hexdigest()]


for line in sys.stdin:
    path = line.rstrip("\n")
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    print(json.dumps([path, list(leaves(message))]))
