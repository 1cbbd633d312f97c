"""The whole clinical content, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirra.anatomy import Limb
from mirra.catalogue.language import Language
from mirra.catalogue.models.addons import Addon
from mirra.catalogue.models.breathing import BreathingFile
from mirra.catalogue.models.clinician import ClinicianFile
from mirra.catalogue.models.comparisons import ComparisonsFile
from mirra.catalogue.models.conditions import Condition, Stage
from mirra.catalogue.models.designs import Design, DisplaysFile
from mirra.catalogue.models.diary import DiaryFile
from mirra.catalogue.models.direct_movement import DirectMovementFile
from mirra.catalogue.models.evidence import Claim
from mirra.catalogue.models.exercises import Exercise
from mirra.catalogue.models.heart import HeartFile
from mirra.catalogue.models.home import GlassMirrorFile
from mirra.catalogue.models.imagery import ImageryFile
from mirra.catalogue.models.judgement import JudgementFile
from mirra.catalogue.models.lessons import Lesson, LessonsFile
from mirra.catalogue.models.mechanism import MechanismFile
from mirra.catalogue.models.observation import ObservationFile
from mirra.catalogue.models.profiles import Profile
from mirra.catalogue.models.programmes import Programme
from mirra.catalogue.models.questions import Choice, EmbodimentFile, Questions
from mirra.catalogue.models.screening import ScreeningQuestion
from mirra.catalogue.models.session import Limits, SetUpFile, Words
from mirra.catalogue.motion import Loop, Motion
from mirra.catalogue.stimulus import PosturesFile, Stimulus


@dataclass(frozen=True)
class Catalogue:
    """The whole clinical content, checked; all mappings by id, in the order of their ids.

    Its texts are English; ``languages`` hold their translations. ``screening`` and ``lessons`` are in the order
    in which they come.
    """

    conditions: Mapping[str, Condition]
    exercises: Mapping[str, Exercise]
    profiles: Mapping[str, Profile]
    programmes: Mapping[str, Programme]
    designs: Mapping[str, Design]
    addons: Mapping[str, Addon]
    claims: Mapping[str, Claim]
    motions: Mapping[str, Motion]
    loops: Mapping[str, Loop]
    postures: PosturesFile
    stimuli: tuple[Stimulus, ...]
    questions: Questions
    embodiment: EmbodimentFile
    comparisons: ComparisonsFile
    diary: DiaryFile
    glass_mirror: GlassMirrorFile
    limits: Limits
    displays: DisplaysFile
    set_up: SetUpFile
    direct_movement: DirectMovementFile
    imagery: ImageryFile
    judgement: JudgementFile
    lessons: Mapping[str, Lesson]
    lesson_terms: LessonsFile
    mechanism: MechanismFile
    observation: ObservationFile
    screening: tuple[ScreeningQuestion, ...]
    breathing: BreathingFile
    clinician: ClinicianFile
    heart: HeartFile
    words: Words
    languages: Mapping[str, Language]

    def language(self, tag: str) -> Language | None:
        """The language of a tag such as "pt-BR", or of its first part; ``None`` is English."""
        return self.languages.get(tag) or self.languages.get(tag.partition("-")[0])

    @property
    def adverse(self) -> tuple[Choice, ...]:
        """The categories of the adverse-event register."""
        return self.questions.check_out.adverse

    def loop(self, exercise: str) -> Loop | None:
        """The loop that shows an exercise; ``None`` where none was drawn, or where its motion has changed since."""
        loop, motion = self.loops.get(exercise), self.motions.get(exercise)
        return loop if loop is not None and motion is not None and loop.motion == motion.digest else None

    def fitting(self, condition: Condition, limb: Limb, stage: Stage | None = None) -> tuple[Exercise, ...]:
        """The exercises a condition may use for a limb, all or those of one stage, in the order of their ids."""
        return tuple(
            exercise
            for exercise in self.exercises.values()
            if limb in exercise.limbs
            and exercise.id not in condition.without
            and (stage is None or (exercise.size in stage.sizes and exercise.kind in stage.kinds))
        )
