/** 64 first and 64 last names, of at most six letters. */
export const firstNames =
  'Ada,Amara,Ana,Anders,Asha,Ben,Bo,Carla,Chen,Clara,Dara,Diego,Edith,Elif,Emil,Esra,Fay,Finn,Gita,Goran,Hana,Hugo,Ida,Imani,Ines,Ivan,Jae,Jana,Jon,Kai,Kofi,Lars,Lea,Lena,Liam,Lin,Luca,Mai,Marta,Mila,Mona,Nadia,Nils,Noor,Olga,Omar,Otto,Pia,Priya,Rafa,Rosa,Sami,Sara,Seo,Sofia,Tara,Theo,Tomas,Uma,Vera,Wei,Yara,Yuki,Zoe'
export const lastNames =
  'Abel,Adler,Arden,Baker,Banks,Barlow,Beck,Bell,Berg,Blake,Bloom,Brook,Carver,Chase,Clay,Cole,Cross,Dale,Dean,Drew,Ellis,Fell,Field,Finch,Ford,Frost,Gale,Glen,Grove,Hale,Hart,Hayes,Heath,Hill,Holt,Hunt,Ives,Keller,Knox,Lake,Lane,Marsh,May,Mills,Moor,North,Oakes,Page,Park,Pike,Poole,Reed,Rhodes,Rowe,Sands,Shaw,Stone,Vale,Wade,Ward,Wells,West,Wilde,Yates'
