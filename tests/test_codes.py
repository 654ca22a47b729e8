"""The codes that stand for students: what can be one, and how a mistyped one is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.lesson import codes

SIGN = st.sampled_from(codes.SIGNS)


@pytest.mark.parametrize(("value", "ours"), [
    ("abcd", True), ("abc", False), ("a" * 20, True), ("a" * 21, False), ("ab2d", True), ("Abcd", False),
    ("ab d", False), ("abcd\n", False), (1234, False), (None, False), ("../x", False),
])  # fmt: skip
def test_what_can_be_a_code(value: object, ours: bool) -> None:
    assert codes.is_code(value) is ours


def test_a_new_code_is_six_signs_that_cannot_be_mistaken() -> None:
    several = {codes.new_code() for _ in range(200)}
    assert len(several) == 200 and all(map(codes.is_code, several))
    assert {len(code) for code in several} == {6} and not {*"il01o"} & {*"".join(several)}


def test_a_code_that_a_computer_gave_itself_is_none_from_a_slip() -> None:
    assert not any(codes.is_slip(codes.new_code()) for _ in range(200))


@given(st.builds(codes.slip_code), st.integers(0, 6), SIGN)
def test_one_mistyped_sign_is_always_told(code: str, place: int, sign: str) -> None:
    typed = code[:place] + sign + code[place + 1 :]
    assert codes.is_slip(code) and codes.is_slip(typed) is (typed == code)


@given(st.builds(codes.slip_code), st.integers(0, 5))
def test_two_signs_that_changed_places_are_always_told(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.is_slip(typed) is (typed == code)


@given(st.builds(codes.slip_code))
def test_a_code_can_be_typed_as_it_is_printed(code: str) -> None:
    for typed in (codes.printed_code(code), f" {code.upper()} ", "–".join(code)):
        assert codes.typed_code(typed) == code


@pytest.mark.parametrize("value", [None, 7, "", "k7m2qp", "K7M2QPR", "k7m2qp1", "k7m-qpr", "é" * 7])
def test_nothing_else_is_a_slip_s_code(value: object) -> None:
    assert not codes.is_slip(value)
