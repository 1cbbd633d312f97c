"""The shapes of the clinical content: what a catalogue file may say, and in which units; one file per folder of it.

Texts said to the person practising are ``Said``: at most eight words a sentence, and never a breath hold. The shapes of
``motions/`` and ``loops/`` are in ``catalogue.motion``, those of ``languages/`` in ``catalogue.language``.
"""
