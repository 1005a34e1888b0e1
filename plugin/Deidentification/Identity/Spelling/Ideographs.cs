// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Ideographs of names that are written in more than one form: traditional, simplified, Japanese, and older ones.
/// </summary>
internal static class Ideographs
{
    /// <summary>The forms of an ideograph; the first is the one that they are compared in.</summary>
    private const string Forms =
        "高髙 崎﨑嵜碕 浜濱濵 辺邊邉边 斎齋斉齊齐 沢澤泽 桜櫻樱 広廣广 国國 真眞 恵惠 栄榮荣 滝瀧泷 竜龍龙 徳德 渡渡 島嶋嶌岛"
        + " 峰峯 富冨 吉𠮷 藤籐 関關关 塩鹽盐 薬藥药 黒黑 黄黃 覚覺觉 学學 実實实 宝寶 寿壽寿 暁曉晓 与與 予豫 万萬 円圓圆"
        + " 気氣气 会會 来來 楽樂乐 歩步 温溫 湯汤 満滿满 瀬瀨濑 焼燒烧 独獨 県縣县 権權权 検檢检 処處处 糸絲丝 経經经 続續续"
        + " 縄繩绳 総總总 緑綠绿 芸藝艺 荘莊庄 蔵藏 蘭兰 虫蟲 蛍螢萤 衛衞卫 観觀观 角甪 訳譯译 読讀读 変變变 豊豐丰 賀贺 頼賴赖"
        + " 転轉转 軽輕轻 逓遞 遅遲迟 郎郞 郷鄉乡 鉄鐵铁 銭錢钱 鋭銳锐 録錄录 鎮鎭镇 閒間间 険險险 随隨 隆隆 雑雜杂 霊靈灵 静靜 顕顯显 駅驛驿"
        + " 験驗验 髪髮发 鶏鷄鸡 麦麥麦 仏佛 仮假 伝傳传 体體 価價价 児兒儿 党黨党 冨富 剣劍剑 励勵励 労勞劳 効效 勲勳勋 区區 医醫 単單单"
        + " 厳嚴严 双雙 収收 台臺 号號 塁壘垒 壱壹 売賣卖 奥奧 嬢孃娘 宮宫 寛寬宽 対對对 専專专 尭堯尧 岳嶽 巌巖岩 巣巢 帯帶带 弁辨 弐貳贰"
        + " 弥彌 彦彥 応應应 恋戀恋 悦悅 戦戰战 戸戶户 払拂 択擇择 拝拜 挙擧举 捜搜 摂攝摄 数數数 斉齊 昼晝昼 晋晉 晩晚 栃枥 条條 様樣样"
        + " 槇槙 横橫 歓歡欢 歯齒齿 帰歸归 殴毆殴 残殘残 沖冲 浄淨净 浅淺浅 海海 渋澁涩 済濟济 湾灣湾 滋滋 潜潛潜 焰焔 瓶甁 畳疊叠"
        + " 稲稻 穂穗 穣穰 窓窗 粛肅肃 継繼继 繊纖纤 脳腦脑 茎莖茎 萩荻 装裝装 覧覽览 証證证 誉譽誉 謡謠谣 譲讓让 賛贊赞 辞辭辞 闘鬭斗"
        + " 張张 劉刘 陳陈 楊杨 趙赵 吳呉吴 孫孙 馬马 鄭郑 謝谢 許许 馮冯 鄧邓 蕭萧肖 葉叶 蘇苏 盧卢 蔣蒋 賈贾 韓韩 羅罗 鄒邹 閻阎 顧顾"
        + " 賀贺 萬万 湯汤 龔龚 賴赖 範范 鍾鐘钟 譚谭 廖廖 陸陆 傅傅 瀋沈 薑姜 陰阴 喬乔 龐庞 樊樊 蘭兰 殷殷 嚴严 倪倪 饒饶 寧宁 闞阚"
        + " 單单 華华 衛卫 賓宾 錦锦 鳳凤 偉伟 強强 傑杰 俠侠 儀仪 億亿 優优 凱凯 勝胜 勁劲 協协 啟啓启 嘉嘉 園园 堅坚 壯壮 夢梦 妍妍"
        + " 嬌娇 娟娟 婭娅 孌娈 屹屹 峽峡 嵐岚 幗帼 慶庆 憶忆 懷怀 愛爱 揚扬 敏敏 斌斌 暉晖 曄晔 書书 東东 林林 棟栋 楓枫 極极 樹树"
        + " 橋桥 歐欧 潔洁 濤涛 瀾澜 淵渊 澗涧 煒炜 煥焕 燁烨 燦灿 營营 爾尔 瑋玮 瑤瑶 瑩莹 璉琏 瓊琼 環环 畢毕 盡尽 碩硕 禎祯 禮礼"
        + " 穎颖 競竞 筆笔 節节 簡简 紅红 純纯 紀纪 紹绍 綱纲 維维 綺绮 緯纬 緒绪 縝缜 績绩 繼继 聖圣 聞闻 聰聪 聯联 職职 脩修 臨临 興兴"
        + " 艷艳 蓮莲 蓓蓓 薔蔷 虹虹 衝冲 裴裴 詠咏 詩诗 誠诚 諾诺 謙谦 譽誉 貝贝 貞贞 財财 貴贵 賢贤 軍军 軒轩 輝辉 輔辅 運运 達达"
        + " 遠远 遙遥 選选 鈞钧 鈺钰 銀银 銘铭 鋒锋 鋼钢 錚铮 錕锟 鑫鑫 長长 門门 開开 閔闵 閃闪 閩闽 陽阳 際际 雲云 霽霁 韋韦 韻韵 項项"
        + " 順顺 須须 預预 領领 頌颂 頡颉 風风 飛飞 饋馈 馨馨 駿骏 騰腾 驍骁 魯鲁 鮑鲍 鵬鹏 鷹鹰 麗丽 麟麟 齡龄 塗涂 叢丛 匯汇 產产"
        + " 紅红 費费 翟翟 覃覃 聶聂 練练 連连 諸诸 談谈 談谈 邱丘 鄔邬 鄺邝 鈕钮 關关 閆闫 靳靳 駱骆 龍龙 師师 時时 曾曾 莊庄 葛葛";

    private static readonly Dictionary<char, char> Compared = Read();

    /// <summary>An ideograph in the form that it is compared in; any other character as it is.</summary>
    public static char Fold(char character) => Compared.GetValueOrDefault(character, character);

    private static Dictionary<char, char> Read()
    {
        var compared = new Dictionary<char, char>();
        foreach (var forms in Forms.Split(' '))
        {
            // A form that stands in several lists joins them; what lies beyond 16 bits is no form of one character.
            var letters = forms.Where(letter => !char.IsSurrogate(letter)).ToArray();
            var first = letters.Select(letter => compared.GetValueOrDefault(letter)).FirstOrDefault(letter => letter != '\0');
            first = first == '\0' ? letters[0] : first;
            foreach (var letter in letters)
            {
                compared[letter] = first;
            }
        }

        return compared;
    }
}
