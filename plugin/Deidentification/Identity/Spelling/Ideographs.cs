// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Ideographs of names that are written in more than one form: traditional, simplified, Japanese, and older ones.
/// </summary>
internal static class Ideographs
{
    /// <summary>
    /// Japanese and older forms of an ideograph, besides those of simplified Chinese. A form that is in several lists,
    /// here or there, joins them.
    /// </summary>
    private const string Forms =
        "高髙 崎﨑嵜碕 浜濱濵 辺邊邉边 斎齋斉齊齐 沢澤泽 桜櫻樱 広廣广 恵惠 栄榮荣 滝瀧泷 竜龍龙 徳德 島嶋嶌岛 峰峯 富冨 塩鹽盐 薬藥药 黒黑 覚覺觉 実實实 暁曉晓 予豫"
        + " 円圓圆 気氣气 楽樂乐 歩步 満滿满 瀬瀨濑 焼燒烧 県縣县 権權权 検檢检 処處处 糸絲丝 経經经 続續续 縄繩绳 総總总 芸藝艺 荘莊庄 蔵藏 蛍螢萤 衛衞卫 観觀观 角甪"
        + " 訳譯译 読讀读 変變变 豊豐丰 頼賴赖 転轉转 軽輕轻 逓遞 遅遲迟 郎郞 郷鄉乡 鉄鐵铁 銭錢钱 鎮鎭镇 閒間间 険險险 雑雜杂 霊靈灵 顕顯显 駅驛驿 験驗验 髪髮发 鶏鷄鸡"
        + " 仏佛 仮假 伝傳传 価價价 児兒儿 冨富 剣劍剑 労勞劳 効效 勲勳勋 単單单 厳嚴严 収收 塁壘垒 壱壹 売賣卖 嬢孃娘 寛寬宽 対對对 専專专 尭堯尧 岳嶽 巌巖岩 巣巢"
        + " 帯帶带 弁辨 弐貳贰 応應应 戦戰战 戸戶户 払拂 択擇择 拝拜 挙擧举 捜搜 摂攝摄 斉齊 晩晚 栃枥 様樣样 槇槙 歓歡欢 歯齒齿 帰歸归 浄淨净 渋澁涩 済濟济 焰焔 瓶甁"
        + " 畳疊叠 稲稻 穂穗 穣穰 窓窗 粛肅肃 継繼继 繊纖纤 脳腦脑 萩荻 覧覽览 譲讓让 賛贊赞 吳呉吴 蕭萧肖 脩修 邱丘";

    /// <summary>The simplified form, or another form that represents it. No form is in two of these lists.</summary>
    private static readonly Dictionary<char, char> Simplified = SimplifiedForms.All.Split(' ')
        .SelectMany(forms => forms.Select(form => (form, forms[0]))).ToDictionary();

    /// <summary>The representing forms that are compared in yet another form.</summary>
    private static readonly Dictionary<char, char> Joined = Join();

    /// <summary>An ideograph in the form that it is compared in; any other character as it is.</summary>
    public static char Fold(char character) => Fold(character, Joined);

    private static char Fold(char character, Dictionary<char, char> joined)
    {
        var form = Simplified.GetValueOrDefault(character, character);
        return joined.GetValueOrDefault(form, form);
    }

    private static Dictionary<char, char> Join()
    {
        var joined = new Dictionary<char, char>();
        foreach (var forms in Forms.Split(' '))
        {
            var first = Fold(forms[0], joined);
            foreach (var form in forms)
            {
                var other = Fold(form, joined);
                if (other != first)
                {
                    foreach (var known in joined.Where(pair => pair.Value == other).Select(pair => pair.Key).ToArray())
                    {
                        joined[known] = first;
                    }

                    joined[other] = first;
                }
            }
        }

        return joined;
    }
}
