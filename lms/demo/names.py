"""Given names and surnames as they are common among the peoples of Central Asia, in Cyrillic and Latin letters.

A word stands once in each script, Cyrillic first, as documents in the region write it. Surnames stand in the form that
men bear. The lists are made so that no given name and surname in them together name a person in public life: a test
holds well-known names against every combination.
"""

from dataclasses import dataclass
from enum import StrEnum


class Patronymic(StrEnum):
    """How a people forms the name after the father."""

    RUSSIAN = "russian"  # -ович, -овна
    KAZAKH = "kazakh"  # -ұлы, -қызы
    KYRGYZ = "kyrgyz"  # уулу, кызы as a word of its own
    UZBEK = "uzbek"  # oʻgʻli, qizi as a word of its own
    TURKMEN = "turkmen"  # -owiç, -owna
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """A name in both scripts."""

    cyrillic: str
    latin: str


@dataclass(frozen=True, slots=True)
class People:
    """The names of one people."""

    women: tuple[Word, ...]
    men: tuple[Word, ...]
    surnames: tuple[Word, ...]
    patronymic: Patronymic
    language: str  # BCP 47, in Cyrillic where the people writes in it
    latin_share: float = 0.0  # of those who write themselves in Latin letters
    latin_language: str = ""


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(*pair.split("/")) for pair in text.split())


KAZAKH = People(
    women=_words(
        "Айгүл/Aigul Әсел/Assel Гүлнар/Gulnar Динара/Dinara Жанар/Zhanar Айнұр/Ainur Сәуле/Saule Мәдина/Madina "
        "Ақмарал/Akmaral Айдана/Aidana Назерке/Nazerke Салтанат/Saltanat Қарлығаш/Karlygash Бақытгүл/Bakytgul "
        "Лаззат/Lazzat Меруерт/Meruyert Жұлдыз/Zhuldyz Алия/Aliya"
    ),
    men=_words(
        "Нұрлан/Nurlan Ерлан/Yerlan Бауыржан/Bauyrzhan Берік/Berik Дәурен/Dauren Серік/Serik Болат/Bolat Марат/Marat "
        "Айдос/Aidos Қанат/Kanat Талғат/Talgat Руслан/Ruslan Тимур/Timur Арман/Arman Ержан/Yerzhan Мұрат/Murat "
        "Жандос/Zhandos Самат/Samat"
    ),
    surnames=_words(
        "Әлімов/Alimov Омаров/Omarov Сейітов/Seitov Жұмағұлов/Zhumagulov Оспанов/Ospanov Мұқанов/Mukanov "
        "Әбдіров/Abdirov Бекмұратов/Bekmuratov Досжанов/Doszhanov Есенов/Yessenov Тілеубаев/Tileubayev "
        "Ибраев/Ibrayev Қалиев/Kaliyev Рахымов/Rakhymov Шәріпов/Sharipov Тұрсынов/Tursynov Байжанов/Baizhanov "
        "Ермеков/Yermekov"
    ),
    patronymic=Patronymic.KAZAKH,
    language="kk",
)
KYRGYZ = People(
    women=_words(
        "Айзада/Aizada Нургүл/Nurgul Жылдыз/Jyldyz Бермет/Bermet Чынара/Chynara Айпери/Aiperi Гүлзат/Gulzat "
        "Назгүл/Nazgul Элмира/Elmira Мээрим/Meerim Жаңыл/Janyl Асель/Asel Кундуз/Kunduz Айсулуу/Aisuluu "
        "Динара/Dinara Жибек/Jibek"
    ),
    men=_words(
        "Бакыт/Bakyt Азамат/Azamat Эрмек/Ermek Нурбек/Nurbek Талант/Talant Улан/Ulan Чынгыз/Chyngyz Данияр/Daniyar "
        "Эсен/Esen Жолдош/Joldosh Мирлан/Mirlan Айбек/Aibek Темирлан/Temirlan Канатбек/Kanatbek Болот/Bolot "
        "Руслан/Ruslan"
    ),
    surnames=_words(
        "Асанов/Asanov Токтогулов/Toktogulov Маматов/Mamatov Бейшенов/Beishenov Абдыкадыров/Abdykadyrov "
        "Осмонов/Osmonov Кадыров/Kadyrov Сыдыков/Sydykov Исаков/Isakov Турдубаев/Turdubaev Орозбеков/Orozbekov "
        "Дуйшеев/Duisheev Бообеков/Boobekov Чолпонбаев/Cholponbaev Байтемиров/Baitemirov Алымкулов/Alymkulov"
    ),
    patronymic=Patronymic.KYRGYZ,
    language="ky",
)
TAJIK = People(
    women=_words(
        "Зарина/Zarina Мадина/Madina Нигора/Nigora Фарзона/Farzona Мавҷуда/Mavjuda Гулчеҳра/Gulchehra "
        "Парвина/Parvina Манижа/Manizha Шаҳноза/Shahnoza Саодат/Saodat Дилрабо/Dilrabo Нилуфар/Nilufar "
        "Малика/Malika Ситора/Sitora"
    ),
    men=_words(
        "Фаррух/Farrukh Фирӯз/Firuz Далер/Daler Ҷамшед/Jamshed Саид/Said Баҳром/Bahrom Фарҳод/Farhod Шӯҳрат/Shuhrat "
        "Ҳикмат/Hikmat Парвиз/Parviz Умед/Umed Комрон/Komron Суҳроб/Suhrob Хуршед/Khurshed"
    ),
    surnames=_words(
        "Каримзода/Karimzoda Шарифзода/Sharifzoda Саидзода/Saidzoda Назарзода/Nazarzoda Юсуфзода/Yusufzoda "
        "Самадӣ/Samadi Ҳакимӣ/Hakimi Шарифӣ/Sharifi Ҳайдарӣ/Haidari Муродӣ/Murodi Назаров/Nazarov Сафаров/Safarov "
        "Давлатов/Davlatov Холов/Kholov Мирзоев/Mirzoev Ҷабборов/Jabborov"
    ),
    patronymic=Patronymic.RUSSIAN,
    language="tg",
)
TURKMEN = People(
    women=_words(
        "Айгуль/Aýgül Джерен/Jeren Марал/Maral Гозель/Gözel Огулбиби/Ogulbibi Бахар/Bahar Лейла/Leýla "
        "Энеджан/Enejan Мяхри/Mähri Сельби/Selbi Бягуль/Bägül Огулджахан/Oguljahan Эджегыз/Ejegyz Ширин/Şirin"
    ),
    men=_words(
        "Мырат/Myrat Мердан/Merdan Довлет/Döwlet Максат/Maksat Шохрат/Şöhrat Бегенч/Begenç Чары/Çary Керим/Kerim "
        "Довран/Döwran Реджеп/Rejep Атамырат/Atamyrat Ровшен/Röwşen Назар/Nazar Хемра/Hemra"
    ),
    surnames=_words(
        "Оразов/Orazow Аннаев/Annaýew Джумаев/Jumaýew Гараев/Garaýew Дурдыев/Durdyýew Гурбанов/Gurbanow "
        "Ходжаев/Hojaýew Нурыев/Nuryýew Ишанов/Işanow Таганов/Taganow Реджепов/Rejepow Овезов/Öwezow Атаев/Ataýew "
        "Чарыев/Çaryýew"
    ),
    patronymic=Patronymic.TURKMEN,
    language="tk",
    latin_share=1.0,
    latin_language="tk",
)
UZBEK = People(
    women=_words(
        "Дилноза/Dilnoza Гулнора/Gulnora Нилуфар/Nilufar Шаҳноза/Shahnoza Феруза/Feruza Наргиза/Nargiza "
        "Ўғилой/Oʻgʻiloy Зулфия/Zulfiya Моҳира/Mohira Севара/Sevara Умида/Umida Барно/Barno Лола/Lola Камола/Kamola "
        "Гулчеҳра/Gulchehra Маъмура/Maʼmura"
    ),
    men=_words(
        "Жасур/Jasur Отабек/Otabek Шерзод/Sherzod Улуғбек/Ulugʻbek Бобур/Bobur Фаррух/Farrux Дилшод/Dilshod "
        "Анвар/Anvar Жаҳонгир/Jahongir Рустам/Rustam Ойбек/Oybek Азиз/Aziz Бекзод/Bekzod Ўктам/Oʻktam Ғайрат/Gʻayrat "
        "Санжар/Sanjar"
    ),
    surnames=_words(
        "Йўлдошев/Yoʻldoshev Раҳимов/Rahimov Тўхтаев/Toʻxtayev Саидов/Saidov Бобоев/Boboyev Эргашев/Ergashev "
        "Исмоилов/Ismoilov Назаров/Nazarov Норматов/Normatov Мўминов/Moʻminov Мирзаев/Mirzayev Ғофуров/Gʻofurov "
        "Ўринов/Oʻrinov Абдуллаев/Abdullayev Собиров/Sobirov Ҳамидов/Hamidov"
    ),
    patronymic=Patronymic.UZBEK,
    language="uz-Cyrl",
    latin_share=0.6,
    latin_language="uz",
)
RUSSIAN = People(
    women=_words(
        "Елена/Yelena Ольга/Olga Наталья/Natalya Ирина/Irina Светлана/Svetlana Анна/Anna Татьяна/Tatyana "
        "Марина/Marina Екатерина/Yekaterina Людмила/Lyudmila"
    ),
    men=_words(
        "Сергей/Sergey Андрей/Andrey Александр/Aleksandr Владимир/Vladimir Николай/Nikolay Дмитрий/Dmitriy "
        "Виктор/Viktor Олег/Oleg Игорь/Igor Михаил/Mikhail"
    ),
    surnames=_words(
        "Кузнецов/Kuznetsov Ковалев/Kovalev Морозов/Morozov Васильев/Vasilyev Петров/Petrov Соколов/Sokolov "
        "Семенов/Semenov Шевченко/Shevchenko Мельников/Melnikov Никитин/Nikitin Вербицкий/Verbitskiy"
    ),
    patronymic=Patronymic.RUSSIAN,
    language="ru",
)
UYGHUR = People(
    women=_words(
        "Гульбахар/Gulbakhar Рошангуль/Roshangul Патигуль/Patigul Зайнаб/Zainab Ризвангуль/Rizvangul Халида/Khalida"
    ),
    men=_words("Турсун/Tursun Абдукерим/Abdukerim Розахун/Rozakhun Полат/Polat Ялкун/Yalkun Шохрат/Shokhrat Алим/Alim"),
    surnames=_words(
        "Розиев/Roziyev Турдиев/Turdiyev Аюпов/Ayupov Исмаилов/Ismailov Хамраев/Khamrayev Насыров/Nassyrov "
        "Тохтахунов/Tokhtakhunov"
    ),
    patronymic=Patronymic.RUSSIAN,
    language="ru",
)
DUNGAN = People(
    women=_words("Фатима/Fatima Амина/Amina Зухра/Zukhra Мариям/Mariyam Хадича/Khadicha Роза/Roza"),
    men=_words("Юсуп/Yusup Исхар/Iskhar Ибрагим/Ibragim Умар/Umar Сулейман/Suleiman Рашид/Rashid"),
    surnames=_words("Машанло/Mashanlo Маянло/Mayanlo Ванахун/Vanakhun Сушанло/Sushanlo Имазов/Imazov Дауров/Daurov"),
    patronymic=Patronymic.RUSSIAN,
    language="ru",
)
KARAKALPAK = People(
    women=_words("Айгул/Aygul Гулнара/Gulnara Бибинур/Bibinur Сарбиназ/Sarbinaz Шарапат/Sharapat Гулзар/Gulzar"),
    men=_words("Айдос/Aydos Бахытбай/Baxitbay Тимур/Timur Арыслан/Arislan Марат/Marat Бахадыр/Baxadir"),
    surnames=_words(
        "Бекимбетов/Bekimbetov Алламбергенов/Allambergenov Утепов/Utepov Сейтмуратов/Seytmuratov "
        "Генжемуратов/Genjemuratov Калимбетов/Kalimbetov"
    ),
    patronymic=Patronymic.RUSSIAN,
    language="kaa",
)

# Country -> the peoples who live there with a rough share of each; near enough for a sample.
PEOPLES: dict[str, tuple[tuple[People, float], ...]] = {
    "kz": ((KAZAKH, 74), (RUSSIAN, 16), (UYGHUR, 5), (UZBEK, 3), (DUNGAN, 2)),
    "kg": ((KYRGYZ, 75), (UZBEK, 13), (RUSSIAN, 6), (DUNGAN, 3), (UYGHUR, 3)),
    "tj": ((TAJIK, 85), (UZBEK, 13), (RUSSIAN, 2)),
    "tm": ((TURKMEN, 88), (UZBEK, 8), (RUSSIAN, 4)),
    "uz": ((UZBEK, 82), (TAJIK, 6), (KARAKALPAK, 5), (RUSSIAN, 4), (KAZAKH, 3)),
}
