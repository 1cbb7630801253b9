"""A certificate that says the longest things, by which whoever makes a design sees whether it holds them."""

from datetime import date

from lms.certificates.facts import CertificateFacts, Statement

LETTERS = "ҚқҒғҢңҮүҰұӨөҺһІіӘә ЎўҲҳ ӢӣӮӯҶҷ ÇçÄäŽžŇňÖöŞşÜüÝý oʻ gʻ ʼ"  # beside those of Russian and English
CODE = "222222-222222-222222"


def longest(language: str) -> CertificateFacts:
    """Give the facts: long names and titles, and every letter of the region's languages."""
    return CertificateFacts(
        name="Нурмухамедова-Абдыкадырова Гүлзада Токтогуловна кызы",
        course_title=f"Расследование торговли людьми, опрос потерпевших и международное сотрудничество: {LETTERS}",
        course_version="10.12",
        language=language,
        minutes=1_439,
        started_on=date(2026, 9, 22),
        completed_on=date(2026, 11, 28),
        issued_on=date(2026, 11, 28),
        code=CODE,
        serial="2026-999999",
        pass_mark=0.825,
        score=0.925,
        verify_url=f"https://courses.ministry-of-justice.example.org/verify/{CODE}",
        site_name="Republican Academy of Justice",
        outcomes=tuple(f"{number}: test a situation against act, means and purpose" for number in range(1, 10)),
        specimen=True,
        expires_on=date(2029, 11, 28),
        statement=Statement(
            issuer_name="Republican Academy of Justice and Further Training at the Supreme Court",
            issuer_registration="Licence No LS-0001234 of 22 February 2024",
            signatory_name="Nurmukhamedova-Abdykadyrova Gulzada Toktogulovna",
            signatory_office="Rector of the Academy",
            issue_order="Order No 128-K of 23 November 2026",
            version_date="2026-11-25",
        ),
    )
