"""A notice as plain text: headings in capitals, the name set apart, lines as long as their paragraphs."""

from typing import assert_never

from notifications.words.blocks import Block, Foot, Heading, Items, Name, Paragraph, Told


def as_text(told: Told) -> str:
    """Return the text part of the message; programs break its lines at the width of their window."""
    return "\n\n".join([told.title, *(_shown(block) for block in told.blocks)]) + "\n"


def _shown(block: Block) -> str:
    match block:
        case Heading():
            return block.text.upper()
        case Name():
            return f"    {block.text}"
        case Paragraph():
            return block.text
        case Items():
            return "\n".join(f"- {item}" for item in block.items)
        case Foot():
            return "\n".join(f"{call.label} {call.value}".strip() for call in block.calls)
        case _:
            assert_never(block)
