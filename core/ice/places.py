"""Countries, regions and cities in which makers of models sit or may claim to sit, in English and Chinese."""

from __future__ import annotations

_BY_COUNTRY = {
    "United States": "United States;United States of America;USA;US;U.S.;U.S.A.;America;California;Silicon Valley;"
    "Texas;Massachusetts;San Francisco;Seattle;Redmond;Mountain View;Menlo Park;Palo Alto;Cupertino;"
    "New York;New York City;Boston;Los Angeles;Santa Clara;Berkeley;Austin;Chicago;Bay Area;San Jose;Armonk;"
    "美国;美利坚合众国;加利福尼亚;加州;硅谷;旧金山;三藩市;西雅图;雷德蒙德;雷德蒙;山景城;门洛帕克;帕洛阿尔托;纽约;"
    "波士顿;洛杉矶;圣克拉拉;伯克利",
    "China": "China;People's Republic of China;PRC;Mainland China;Beijing;Shanghai;Hangzhou;Shenzhen;Guangzhou;"
    "Hefei;Hong Kong;Zhongguancun;中国;中华人民共和国;中国大陆;北京;上海;杭州;深圳;广州;合肥;香港;中关村;海淀;浙江",
    "France": "France;Paris;法国;巴黎",
    "United Kingdom": "United Kingdom;UK;U.K.;England;Britain;Great Britain;London;英国;伦敦",
    "Germany": "Germany;Berlin;Munich;Heidelberg;德国;柏林;慕尼黑",
    "Canada": "Canada;Toronto;Montreal;Vancouver;加拿大;多伦多;蒙特利尔",
    "Japan": "Japan;Tokyo;日本;东京",
    "South Korea": "South Korea;Korea;Republic of Korea;Seoul;韩国;首尔",
    "India": "India;Bangalore;Bengaluru;Mumbai;New Delhi;Hyderabad;印度;班加罗尔;孟买",
    "Israel": "Israel;Tel Aviv;以色列;特拉维夫",
    "Singapore": "Singapore;新加坡",
    "Russia": "Russia;Moscow;俄罗斯;莫斯科",
    "United Arab Emirates": "United Arab Emirates;UAE;Abu Dhabi;Dubai;阿联酋;阿拉伯联合酋长国;阿布扎比;迪拜",
    "Switzerland": "Switzerland;Zurich;Geneva;瑞士;苏黎世;日内瓦",
    "Netherlands": "Netherlands;the Netherlands;Amsterdam;荷兰;阿姆斯特丹",
    "Sweden": "Sweden;Stockholm;瑞典;斯德哥尔摩",
    "Finland": "Finland;Helsinki;芬兰;赫尔辛基",
    "Ireland": "Ireland;Dublin;爱尔兰;都柏林",
    "Italy": "Italy;Rome;Milan;意大利;罗马",
    "Spain": "Spain;Madrid;Barcelona;西班牙;马德里",
    "Australia": "Australia;Sydney;Melbourne;澳大利亚;悉尼",
    "Brazil": "Brazil;巴西",
    "Taiwan": "Taiwan;Taipei;台湾;台北",
    "Saudi Arabia": "Saudi Arabia;Riyadh;沙特;沙特阿拉伯",
    "Estonia": "Estonia;Tallinn;爱沙尼亚",
    "Iceland": "Iceland;Reykjavik;冰岛",
    "Ukraine": "Ukraine;Kyiv;乌克兰",
    "Poland": "Poland;Warsaw;波兰;华沙",
    "Vietnam": "Vietnam;Hanoi;越南",
    "Mexico": "Mexico;墨西哥",
    "South Africa": "South Africa;南非",
}
COUNTRY_OF = {name: country for country, names in _BY_COUNTRY.items() for name in names.split(";")}
COUNTRIES = frozenset(_BY_COUNTRY)
